module m;
  parameter W = 9;
  if (W > 8) $fatal(1, "W is too large");
endmodule
