package lingdian.feed.notification;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two ways in which receivers verify that a message is authentic and unaltered. Both use HMAC-SHA-256. */
public final class Signatures {
    private static final String PREFIX = "whsec_";
    private static final int BYTES_MIN = 24;
    private static final int BYTES_MAX = 64;
    private static final int BYTES_MADE = 32;
    private static final Pattern DINGTALK = Pattern.compile("[\\x21-\\x7e]{8,128}");

    private Signatures() {}

    /** Whether messages to a target of this format can be signed with this secret. */
    public static boolean isSecret(Format format, String secret) {
        return switch (format) {
            case STANDARD -> isStandard(secret);
            case DINGTALK -> DINGTALK.matcher(secret).matches();
            case WECOM -> false;
        };
    }

    /** A new secret for Standard Webhooks. */
    public static String newSecret(RandomGenerator random) {
        var bytes = new byte[BYTES_MADE];
        random.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The header {@code webhook-signature} of Standard Webhooks: over id, time and body, by the key that the secret
     * holds in base64.
     *
     * @param seconds since 1970, the header {@code webhook-timestamp}
     */
    static String standard(String secret, String id, long seconds, String body) {
        byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        return "v1," + hmac(key, id + "." + seconds + "." + body);
    }

    /**
     * DingTalk's parameter {@code sign}, before it is encoded for the URL: over time and secret, by the secret.
     *
     * @param millis since 1970, its parameter {@code timestamp}
     */
    static String dingTalk(String secret, long millis) {
        return hmac(secret.getBytes(StandardCharsets.UTF_8), millis + "\n" + secret);
    }

    private static boolean isStandard(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return false;
        }
        try {
            int bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length())).length;
            return bytes >= BYTES_MIN && bytes <= BYTES_MAX;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static String hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }
}
