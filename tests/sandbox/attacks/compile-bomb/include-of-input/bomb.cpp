#include "/dev/stdin"
int x;
