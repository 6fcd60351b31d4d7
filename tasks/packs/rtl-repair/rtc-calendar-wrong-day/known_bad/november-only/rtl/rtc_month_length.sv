// Number of the last day of a month, all values in BCD. The years are 2000 to
// 2099, so every fourth year is a leap year without exception.
module rtc_month_length (
  input  logic [7:0] month,
  input  logic [7:0] year,
  output logic [7:0] last_day
);

  logic leap;

  assign leap = (year[1:0] == 2'b00);

  always_comb begin
    case (month)
      8'h02:   last_day = leap ? 8'h29 : 8'h28;
      8'h04,
      8'h06,
      8'h09,
      8'h11:   last_day = 8'h30;
      default: last_day = 8'h31;
    endcase
  end

endmodule
