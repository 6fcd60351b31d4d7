// Gray code conversion for the FIFO pointers (up to 16 bits).
package gray_pkg;

  localparam int MAX_W = 16;

  typedef logic [MAX_W-1:0] code_t;

  function automatic code_t bin2gray(input code_t bin);
    bin2gray = bin ^ (bin >> 1);
  endfunction

  function automatic code_t gray2bin(input code_t gray);
    code_t bin;
    bin[MAX_W-1] = gray[MAX_W-1];
    for (int i = MAX_W - 2; i >= 0; i--) begin
      bin[i] = gray[i+1] ^ gray[i];
    end
    gray2bin = bin;
  endfunction

endpackage
