asm(".section .text\n.balign 0x40000000\n.globl f\nf: ret\n.balign 0x40000000\n");
int main() {}
