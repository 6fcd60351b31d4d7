char large[1L << 33] = {1};
int main() { return large[0]; }
