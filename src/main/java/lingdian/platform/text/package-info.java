/**
 * Texts of pages, times, templates and lines of the log. Main types: {@code PageTexts}, {@code Template}, {@code
 * Rfc3339}.
 */
@NullMarked
package lingdian.platform.text;

import org.jspecify.annotations.NullMarked;
