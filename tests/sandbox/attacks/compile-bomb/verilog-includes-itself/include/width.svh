`include "width.svh"
`include "width.svh"
