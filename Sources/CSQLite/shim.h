#include <sqlite3.h>

/// Swift cannot call what takes any number of arguments. The log stays as it is when the connection is closed.
static inline int csqlite_keep_log(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}
