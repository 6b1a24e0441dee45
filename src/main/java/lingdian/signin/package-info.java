/** Sign-in of people: passwords, second factors, an OpenID Connect provider, and the sessions that they begin. */
@NullMarked
package lingdian.signin;

import org.jspecify.annotations.NullMarked;
