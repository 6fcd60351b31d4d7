`define WIDTH 4
`define error display
`define bench other
