#include "/dev/tty"
#include "/dev/ptmx"
int x;
