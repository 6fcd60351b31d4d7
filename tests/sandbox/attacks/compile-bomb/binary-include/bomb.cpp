asm(".incbin \"@HOST_FILE@\"");
asm(".incbin \"/etc/shadow\"");
