#if __has_include("@HOST_FILE@") || __has_include("/etc/passwd") || __has_include("@SOURCE_FOLDER@/README.md")
#error VISIBLE
#endif
int x;
