/** The live section of the console: violations as they happen. Main types: {@code LivePages}. */
@NullMarked
package lingdian.console.live;

import org.jspecify.annotations.NullMarked;
