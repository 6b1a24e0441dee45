/**
 * Views of the worklist: filters that a person saves under a name, alone or for the whole office (handbook, console.md). Its
 * faces are {@link SavedViewOperations} and {@link SavedViewCalls}.
 */
@NullMarked
package lingdian.office.savedview;

import org.jspecify.annotations.NullMarked;
