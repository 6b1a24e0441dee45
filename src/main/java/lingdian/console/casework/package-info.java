/**
 * The pages of an office's cases: the worklist, which is a regulator's home page, and the file of one case. Main types:
 * {@code WorklistPages}, {@code CasePages}.
 */
@NullMarked
package lingdian.console.casework;

import org.jspecify.annotations.NullMarked;
