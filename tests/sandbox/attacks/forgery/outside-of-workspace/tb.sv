module bench;
endmodule
