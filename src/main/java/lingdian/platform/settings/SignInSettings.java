package lingdian.platform.settings;

import java.util.List;
import java.util.Map;
import lingdian.platform.settings.Settings.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The settings of signing in: the key {@code signIn} of {@code config/lingdian.yaml}.
 *
 * <p>They do not apply to programs, whose tokens are 256 random bits.
 *
 * @param publicUrl where browsers reach the service, such as {@code https://lingdian.example}; if null, the host that
 *     they request; passkeys need it
 * @param forwardedAddresses whether a proxy in front appends the caller's address to {@code X-Forwarded-For}
 * @param passwordCharacters the least number of characters of a new password
 * @param secondFactorFor the roles that must have a second factor
 * @param invitationHours how long an invitation is valid
 */
public record SignInSettings(
        @Nullable String publicUrl,
        @Default("false") boolean forwardedAddresses,
        @Default("12") int passwordCharacters,
        @Default("[admin, regulator, auditor]") List<String> secondFactorFor,
        @Default("72") int invitationHours,
        @Default("{}") Hashing hashing,
        @Default("{}") LockOut lockOut,
        @Default("{}") Sessions sessions,
        @Nullable Provider provider) {
    private static final List<String> ROLES = List.of("admin", "regulator", "auditor", "operator");

    public SignInSettings {
        new Limits()
                .check(
                        publicUrl == null || publicUrl.matches("https?://[^\\s/?#]+"),
                        "publicUrl: must be http:// or https:// and a host, without a path")
                .range("passwordCharacters", passwordCharacters, 8, 64)
                .check(ROLES.containsAll(secondFactorFor), "secondFactorFor: must name roles: " + ROLES)
                .range("invitationHours", invitationHours, 1, 720)
                .check(
                        provider == null || publicUrl != null,
                        "publicUrl: is required with a provider, which redirects people to it")
                .refuse();
    }

    /**
     * The cost of one password hash (Argon2id). A hash states its parameters, and is renewed at the next sign-in.
     *
     * @param atOnce how many are computed side by side; each takes the memory and one core
     * @param waiting how many may wait for their turn; more are answered 503
     */
    public record Hashing(
            @Default("19456") int memoryKibibytes,
            @Default("2") int iterations,
            @Default("1") int parallelism,
            @Default("2") int atOnce,
            @Default("64") int waiting) {
        public Hashing {
            new Limits()
                    .range("memoryKibibytes", memoryKibibytes, 64, 1_048_576)
                    .range("iterations", iterations, 1, 100)
                    .range("parallelism", parallelism, 1, 16)
                    .range("atOnce", atOnce, 1, 64)
                    .range("waiting", waiting, 1, 10_000)
                    .check(memoryKibibytes >= 8 * parallelism, "memoryKibibytes: must be at least 8 * parallelism")
                    .refuse();
        }
    }

    /**
     * After how many failures in a row a lock-out begins, and its length: each further failure doubles it.
     *
     * @param forAccount failures with one name from one address, or on one device, whether the name has an account or
     *     not
     * @param forAddress failures from one address, with any names
     * @param forAccountFromAnywhere failures with one name, from all addresses
     */
    public record LockOut(
            @Default("5") int forAccount,
            @Default("30") int forAddress,
            @Default("100") int forAccountFromAnywhere,
            @Default("15") int firstWaitSeconds,
            @Default("900") int longestWaitSeconds,
            @Default("24") int forgottenAfterHours) {
        public LockOut {
            new Limits()
                    .range("forAccount", forAccount, 1, 1_000)
                    .range("forAddress", forAddress, 1, 100_000)
                    .range("forAccountFromAnywhere", forAccountFromAnywhere, 1, 100_000)
                    .range("firstWaitSeconds", firstWaitSeconds, 1, 86_400)
                    .range("longestWaitSeconds", longestWaitSeconds, 1, 86_400)
                    .range("forgottenAfterHours", forgottenAfterHours, 1, 720)
                    .check(
                            longestWaitSeconds >= firstWaitSeconds,
                            "longestWaitSeconds: must be at least firstWaitSeconds")
                    .refuse();
        }
    }

    /**
     * How long a sign-in lasts.
     *
     * @param idleMinutes how long a session lasts without requests; an open stream of the feed does not count as a
     *     request
     * @param hours how long a session lasts at most
     * @param pagesAtOnce how many pages of the console an account loads at once on a node; then two a second
     */
    public record Sessions(
            @Default("60") int idleMinutes,
            @Default("12") int hours,
            @Default("40") int pagesAtOnce) {
        public Sessions {
            new Limits()
                    .range("idleMinutes", idleMinutes, 1, 1_440)
                    .range("hours", hours, 1, 168)
                    .range("pagesAtOnce", pagesAtOnce, 10, 100_000)
                    .refuse();
        }
    }

    /**
     * An OpenID Connect provider through which people sign in.
     *
     * @param issuer its address, whose {@code /.well-known/openid-configuration} describes it
     * @param name on the button
     * @param provision whether a person without an account gets the one that the claims describe, updated at each
     *     sign-in; otherwise only persons whose {@code providerSubject} an administrator entered are admitted
     * @param roles the role for each value of the claim
     */
    public record Provider(
            String issuer,
            String clientId,
            @Default("OpenID Connect") String name,
            @Default("[openid, profile]") List<String> scopes,
            @Default("false") boolean provision,
            @Default("role") String roleClaim,
            @Default("authority") String authorityClaim,
            @Default("region") String regionClaim,
            @Default("placeCode") String placeCodeClaim,
            @Default("{}") Map<String, String> roles) {
        public Provider {
            new Limits()
                    .check(issuer.matches("https?://\\S+"), "issuer: must begin with http:// or https://")
                    .check(!clientId.isBlank(), "clientId: must not be blank")
                    .check(scopes.contains("openid"), "scopes: must contain openid")
                    .check(ROLES.containsAll(roles.values()), "roles: values must be roles: " + ROLES)
                    .refuse();
        }
    }
}
