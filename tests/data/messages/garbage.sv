}{ module ((
 'q 8'
