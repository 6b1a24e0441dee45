/**
 * Connections to PostgreSQL: its address, pools, the host that accepts writes, migrations, and the database that comes
 * along. Main types: {@code Databases}, {@code WritableHost}, {@code EmbeddedDatabase}.
 */
@NullMarked
package lingdian.platform.database;

import org.jspecify.annotations.NullMarked;
