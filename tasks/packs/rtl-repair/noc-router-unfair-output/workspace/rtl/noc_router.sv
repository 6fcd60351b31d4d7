// Five-port mesh router with XY routing and wormhole flow control.
//
// Flit: {head, tail, data[15:0]}; in a head flit data[15:12] is the
// destination x and data[11:8] the destination y.
// Ports: 0 local, 1 north, 2 east, 3 south, 4 west.
module noc_router #(
  parameter int WIDTH = 18
) (
  input  logic                  clk,
  input  logic                  rst_n,
  input  logic [3:0]            my_x,
  input  logic [3:0]            my_y,

  input  logic [4:0]            in_valid,
  output logic [4:0]            in_ready,
  input  logic [4:0][WIDTH-1:0] in_flit,

  output logic [4:0]            out_valid,
  input  logic [4:0]            out_ready,
  output logic [4:0][WIDTH-1:0] out_flit
);

  logic [4:0]            fv;           // buffer has a flit
  logic [4:0][WIDTH-1:0] ff;           // first flit
  logic [4:0]            head;
  logic [4:0]            fifo_pop;
  logic [4:0][4:0]       req;          // [output][input]
  logic [4:0][4:0]       pop;          // [output][input]

  for (genvar i = 0; i < 5; i++) begin : g_in
    logic [4:0] route_new;
    logic [4:0] route_held;            // of the packet in progress
    logic [4:0] route;

    flit_fifo #(
      .WIDTH (WIDTH),
      .DEPTH (4)
    ) u_fifo (
      .clk       (clk),
      .rst_n     (rst_n),
      .in_valid  (in_valid[i]),
      .in_ready  (in_ready[i]),
      .in_flit   (in_flit[i]),
      .out_valid (fv[i]),
      .out_flit  (ff[i]),
      .pop       (fifo_pop[i])
    );

    xy_route u_route (
      .my_x  (my_x),
      .my_y  (my_y),
      .dst_x (ff[i][15:12]),
      .dst_y (ff[i][11:8]),
      .route (route_new)
    );

    assign head[i] = ff[i][WIDTH-1];
    assign route   = head[i] ? route_new : route_held;

    always_ff @(posedge clk or negedge rst_n) begin
      if (!rst_n) begin
        route_held <= '0;
      end else if (fifo_pop[i] && head[i]) begin
        route_held <= route_new;
      end
    end

    for (genvar o = 0; o < 5; o++) begin : g_req
      assign req[o][i] = fv[i] && route[o];
    end

    assign fifo_pop[i] = pop[0][i] | pop[1][i] | pop[2][i] | pop[3][i] | pop[4][i];
  end

  for (genvar o = 0; o < 5; o++) begin : g_out
    noc_output #(
      .WIDTH (WIDTH)
    ) u_out (
      .clk       (clk),
      .rst_n     (rst_n),
      .req       (req[o]),
      .req_head  (head),
      .flits     (ff),
      .pop       (pop[o]),
      .out_valid (out_valid[o]),
      .out_ready (out_ready[o]),
      .out_flit  (out_flit[o])
    );
  end

endmodule
