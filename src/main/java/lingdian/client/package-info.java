/** Programs on the café's side of the wire: agent connections, replay and the demo city. */
@NullMarked
package lingdian.client;

import org.jspecify.annotations.NullMarked;
