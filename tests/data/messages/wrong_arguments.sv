module m(input a, output b);
  function f(input x, input y); f = x & y; endfunction
  assign b = f(a);
endmodule
