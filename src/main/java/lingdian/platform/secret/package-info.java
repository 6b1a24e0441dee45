/**
 * Files that only the service may read, keys and certificates, and random tokens. Main types: {@code SecretFile},
 * {@code Certificate}, {@code Tokens}.
 */
@NullMarked
package lingdian.platform.secret;

import org.jspecify.annotations.NullMarked;
