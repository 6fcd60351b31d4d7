`include "/etc/passwd"
`include "@HOST_FILE@"
