/**
 * The upper half of the café's agent: its local HTTP API, its status page, and its decisions without the service. Main types: {@code CafeAgent}, {@code LocalSecret}.
 */
@NullMarked
package lingdian.agent.desk;

import org.jspecify.annotations.NullMarked;
