/**
 * When work is done, how much of it at once, and why it failed. Main types: {@code Periodic}, {@code Job}, {@code
 * Places}, {@code Causes}.
 */
@NullMarked
package lingdian.platform.work;

import org.jspecify.annotations.NullMarked;
