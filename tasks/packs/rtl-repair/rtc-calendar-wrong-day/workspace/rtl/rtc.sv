// Real-time clock with calendar and daily alarm. All values are BCD, except the
// day of the week (0 = Sunday).
module rtc (
  input  logic        clk,
  input  logic        rst_n,
  input  logic        tick,            // one clock per second
  input  logic        set_en,          // load all counters
  input  logic [23:0] set_time,        // hour, minute, second
  input  logic [23:0] set_date,        // year, month, day
  input  logic [2:0]  set_weekday,
  input  logic        alarm_en,
  input  logic [15:0] alarm_time,      // hour, minute
  output logic [23:0] time_bcd,
  output logic [23:0] date_bcd,
  output logic [2:0]  weekday,
  output logic        alarm_hit        // one clock, when the alarm minute begins
);

  logic [7:0] second, minute, hour, day, month, year;
  logic [7:0] last_day;
  logic       advance;
  logic       minute_carry, hour_carry, day_carry, month_carry, year_carry;
  logic       century;

  assign advance = tick && !set_en;

  bcd_counter #(.FIRST(8'h00)) u_second (
    .clk(clk), .rst_n(rst_n), .load(set_en), .load_value(set_time[7:0]),
    .advance(advance), .last(8'h59), .value(second), .carry(minute_carry)
  );
  bcd_counter #(.FIRST(8'h00)) u_minute (
    .clk(clk), .rst_n(rst_n), .load(set_en), .load_value(set_time[15:8]),
    .advance(minute_carry), .last(8'h59), .value(minute), .carry(hour_carry)
  );
  bcd_counter #(.FIRST(8'h00)) u_hour (
    .clk(clk), .rst_n(rst_n), .load(set_en), .load_value(set_time[23:16]),
    .advance(hour_carry), .last(8'h23), .value(hour), .carry(day_carry)
  );
  bcd_counter #(.FIRST(8'h01)) u_day (
    .clk(clk), .rst_n(rst_n), .load(set_en), .load_value(set_date[7:0]),
    .advance(day_carry), .last(last_day), .value(day), .carry(month_carry)
  );
  bcd_counter #(.FIRST(8'h01)) u_month (
    .clk(clk), .rst_n(rst_n), .load(set_en), .load_value(set_date[15:8]),
    .advance(month_carry), .last(8'h12), .value(month), .carry(year_carry)
  );
  bcd_counter #(.FIRST(8'h00)) u_year (
    .clk(clk), .rst_n(rst_n), .load(set_en), .load_value(set_date[23:16]),
    .advance(year_carry), .last(8'h99), .value(year), .carry(century)
  );

  rtc_month_length u_month_length (
    .month    (month),
    .year     (year),
    .last_day (last_day)
  );

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n)         weekday <= 3'd6;          // 1 January 2000 was a Saturday
    else if (set_en)    weekday <= set_weekday;
    else if (day_carry) weekday <= (weekday == 3'd6) ? 3'd0 : weekday + 3'd1;
  end

  // the minute is compared in the clock in which it has just begun
  logic new_minute;
  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) new_minute <= 1'b0;
    else        new_minute <= minute_carry;
  end

  assign alarm_hit = alarm_en && new_minute && ({hour, minute} == alarm_time);
  assign time_bcd  = {hour, minute, second};
  assign date_bcd  = {year, month, day};

endmodule
