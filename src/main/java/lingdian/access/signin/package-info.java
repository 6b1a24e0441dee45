/**
 * Sign-in of people: passwords, second factors, an OpenID Connect provider, and the sessions that they begin. Main types: {@code SignIn}, {@code Sessions}.
 */
@NullMarked
package lingdian.access.signin;

import org.jspecify.annotations.NullMarked;
