-f ../in/arguments.f
-f /etc/passwd
-f @HOST_FILE@
+incdir+/etc
