package lingdian.domain.document;

import org.jspecify.annotations.Nullable;

/**
 * A network identity (国家网络身份认证): a number of the identity platform, which tells neither the document nor the name.
 *
 * <p>Not a {@link Document}, so that no code that shows, unmasks or compares documents takes one by mistake.
 *
 * @param netId as sent; null where it is absent
 * @param adult what the identity platform said
 * @param validUntil as sent, perhaps not a real date
 * @param birthDate as sent, perhaps not a real date; {@code adult} alone decides
 */
public record NetworkIdentity(
        @Nullable String netId,
        boolean adult,
        @Nullable String validUntil,
        @Nullable String birthDate) implements Credential {
    /** In place of a certificate code, and the way it is read. */
    public static final String TYPE = "net-id";

    private static final int LENGTH_MAX = 128;

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public ReadMethod read() {
        return ReadMethod.NET_ID;
    }

    @Override
    public String identifier() {
        return netId == null ? "" : netId;
    }

    /** Whether the number is of 1 to 128 printable ASCII characters, not all of them blanks. */
    boolean isWellFormed() {
        return netId != null
                && netId.length() <= LENGTH_MAX
                && !netId.isBlank()
                && netId.chars().allMatch(character -> character >= ' ' && character <= '~');
    }

    @Override
    public String toString() {
        return "NetworkIdentity"; // personal data
    }
}
