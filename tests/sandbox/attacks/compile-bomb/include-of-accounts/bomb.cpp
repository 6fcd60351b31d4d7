#include "/etc/passwd"
#include "/etc/shadow"
#include "@HOST_FILE@"
