/** The load generator: many cafés that send as fast as they are told to, measured without measuring itself. */
@NullMarked
package lingdian.client.load;

import org.jspecify.annotations.NullMarked;
