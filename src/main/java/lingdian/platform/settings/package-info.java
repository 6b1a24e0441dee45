/**
 * The configuration directory, and the records that its files are read into. Main types: {@code Settings}, {@code
 * ConfigDirectory}.
 */
@NullMarked
package lingdian.platform.settings;

import org.jspecify.annotations.NullMarked;
