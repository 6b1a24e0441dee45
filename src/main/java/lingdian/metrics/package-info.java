/** Every meter's name, unit and tags in one place. */
@NullMarked
package lingdian.metrics;

import org.jspecify.annotations.NullMarked;
