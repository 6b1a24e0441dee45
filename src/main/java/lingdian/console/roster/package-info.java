/** The page of an office's own duty roster. Its face is {@link lingdian.console.roster.RosterPages}. */
@NullMarked
package lingdian.console.roster;

import org.jspecify.annotations.NullMarked;
