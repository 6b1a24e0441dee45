/**
 * One running service: its modules in their order of start, its health, meters, nightly jobs and the other nodes.
 * Seen from outside: {@code Service}.
 */
@NullMarked
package lingdian.node;

import org.jspecify.annotations.NullMarked;
