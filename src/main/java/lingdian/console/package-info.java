/**
 * The web console for regulators, auditors and operators. {@code Console} mounts the pages of every section; a page
 * asks the office and holds no SQL and no rules.
 */
@NullMarked
package lingdian.console;

import org.jspecify.annotations.NullMarked;
