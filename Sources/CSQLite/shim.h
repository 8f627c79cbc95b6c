#include <sqlite3.h>

// Swift cannot call functions with a variable number of arguments.

/// Keeps the log as it is when the connection is closed.
static inline int csqlite_keep_log(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/// Makes a database empty, even a damaged one.
static inline int csqlite_reset(sqlite3 *connection) {
    sqlite3_db_config(connection, SQLITE_DBCONFIG_RESET_DATABASE, 1, (int *)0);
    int code = sqlite3_exec(connection, "VACUUM", 0, 0, 0);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_RESET_DATABASE, 0, (int *)0);
    return code;
}
