/**
 * The page of an account's links to lists. Its face is {@link lingdian.console.exportlink.ExportLinkPages}.
 */
@NullMarked
package lingdian.console.exportlink;

import org.jspecify.annotations.NullMarked;
