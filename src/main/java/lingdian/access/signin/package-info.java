/**
 * Sign-in of people: passwords, second factors, an OpenID Connect provider, and the sessions that they begin. Seen
 * from outside: {@code SignIn}, {@code Sessions}.
 */
@NullMarked
package lingdian.access.signin;

import org.jspecify.annotations.NullMarked;
