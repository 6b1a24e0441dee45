/**
 * The subcommands of the program: their options, what they print and how they fail. {@link lingdian.Main} lists
 * them; nothing depends on them.
 */
@NullMarked
package lingdian.command;

import org.jspecify.annotations.NullMarked;
