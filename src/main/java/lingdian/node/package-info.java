/**
 * One running node: its modules in their order of start, its health, meters, background jobs and the other nodes. Main types: {@code Service}, {@code Jobs} and {@code Startup}.
 */
@NullMarked
package lingdian.node;

import org.jspecify.annotations.NullMarked;
