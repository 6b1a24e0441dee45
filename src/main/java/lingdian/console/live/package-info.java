/** The live section of the console: violations as they happen. Seen from outside: {@code LivePages}. */
@NullMarked
package lingdian.console.live;

import org.jspecify.annotations.NullMarked;
