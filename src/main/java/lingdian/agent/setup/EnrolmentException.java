package lingdian.agent.setup;

import java.net.URI;
import lingdian.agent.setup.ServiceCall.Failure;

/** There is no key. The message is one line that says why and what to do; it holds neither code nor key. */
public final class EnrolmentException extends Exception {
    private static final long serialVersionUID = 1L;

    EnrolmentException(String message) {
        super(message);
    }

    static String text(int status, URI server) {
        return switch (status) {
            case 404 ->
                "the service does not accept this code: it is mistyped, was used before, or is older than seven days;"
                        + " compare it with the letter, else ask for a new one";
            case 429 ->
                "too many wrong codes were sent from this address within an hour, or too many at once: compare the code"
                        + " with the letter, and try again in a minute, else in an hour";
            case 301, 302, 307, 308 ->
                server + " sends callers to another address (HTTP " + status + "): use that one as --server";
            case 503 -> "the service is not ready (HTTP 503): try again in a minute";
            default -> server + " answered HTTP " + status + ": check the address of --server";
        };
    }

    static String text(Failure failure, URI server) {
        String host = server.getHost();
        return switch (failure) {
            case NAME_UNKNOWN ->
                "the name " + host + " is not known here: check --server, and this machine's network and DNS";
            case NOT_CONNECTED -> host + " cannot be reached: check --server, this machine's network, and the firewall";
            case TOO_SLOW -> host + " does not answer: check this machine's network, and try again";
            case CERTIFICATE_NOT_VALID_NOW ->
                "the certificate of " + host + " is not valid at this machine's time: check date and time of this"
                        + " machine first";
            case CERTIFICATE_REFUSED ->
                "the certificate of " + host + " is not trusted: check --server, and whether a proxy or a virus"
                        + " scanner stands between";
            case CUT_OFF ->
                "the connection to " + host + " broke: try again; if the code is then refused, it was"
                        + " used: ask for a new one";
        };
    }
}
