/** Independent of the domain: database, migrations, configuration, HTTP problems, time format. */
@NullMarked
package lingdian.platform;

import org.jspecify.annotations.NullMarked;
