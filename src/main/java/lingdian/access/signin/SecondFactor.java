package lingdian.access.signin;

import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import lingdian.domain.AccountId;
import lingdian.platform.Tokens;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.apache.commons.codec.binary.Base32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second factor: one-time codes of an authenticator app, and recovery codes for when it is lost.
 *
 * <p>Checking a code needs the secret itself, so it is sealed by the vault rather than hashed; recovery codes are
 * hashed.
 */
final class SecondFactor {
    /** The form in which authenticator apps take a secret; neither it nor a recovery code leaves a rest to be padded. */
    static final Base32 BASE32 = Base32.builder().get();

    private static final Logger LOG = LoggerFactory.getLogger(SecondFactor.class);
    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_BYTES = 10;

    private final PeopleStore people;
    private final Vault vault;
    private final RandomGenerator random;
    private final InstantSource clock;

    SecondFactor(PeopleStore people, Vault vault, RandomGenerator random, InstantSource clock) {
        this.people = people;
        this.vault = vault;
        this.random = random;
        this.clock = clock;
    }

    /**
     * The data for an authenticator app, shown once.
     *
     * @param secret to be typed
     * @param link to be opened on the phone itself
     */
    record EnrolmentSecret(String secret, String link) {
        @Override
        public String toString() {
            return "EnrolmentSecret"; // it is a secret
        }
    }

    /** Whether a one-time code or recovery code is right; each is accepted once. True if there is no second factor. */
    Future<Boolean> admits(Person person, String typed) {
        Person.Factor factor = person.factor();
        if (factor == null) {
            return Future.succeededFuture(true);
        }
        String code = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        return opened(person.account(), factor.sealed())
                .map(secret -> code(person.account(), factor, secret, code))
                .orElseGet(() -> Future.succeededFuture(false))
                .compose(taken -> taken ? Future.succeededFuture(true) : recovery(person.account(), factor, code));
    }

    /** Creates a secret; empty if one is active already. */
    Future<Optional<EnrolmentSecret>> begin(Person person) {
        String secret = BASE32.encodeToString(bytes(OneTimeCode.SECRET_BYTES));
        return people.beginFactor(person.account(), vault.seal(secret, ref(person.account())))
                .map(kept -> kept ? Optional.of(shown(person, secret)) : Optional.empty());
    }

    /**
     * Activates the factor after a first correct code: returns the recovery codes, shown once; empty if the code is
     * wrong.
     */
    Future<Optional<List<String>>> confirm(AccountId account, String typed) {
        return people.unconfirmedFactor(account)
                .compose(kept -> kept.flatMap(found -> opened(account, found))
                        .map(secret -> OneTimeCode.match(
                                BASE32.decode(secret), typed.replaceAll("\\s", ""), clock.instant(), 0))
                        .filter(OptionalLong::isPresent)
                        .map(step -> confirm(account, step.getAsLong()))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Optional<List<String>>> confirm(AccountId account, long step) {
        List<String> codes = Stream.generate(() -> BASE32.encodeToString(bytes(RECOVERY_BYTES)))
                .limit(RECOVERY_CODES)
                .toList();
        return people.confirmFactor(
                        account, step, codes.stream().map(Tokens::hash).toList())
                .map(done -> done ? Optional.of(codes) : Optional.empty());
    }

    /** An accepted code also seals the secret with the key in use, so that older keys can be retired. */
    private Future<Boolean> code(AccountId account, Person.Factor factor, String secret, String typed) {
        OptionalLong step = OneTimeCode.match(BASE32.decode(secret), typed, clock.instant(), factor.lastStep());
        return step.isEmpty()
                ? Future.succeededFuture(false)
                : people.takeCode(account, step.getAsLong(), vault.seal(secret, ref(account)));
    }

    private Future<Boolean> recovery(AccountId account, Person.Factor factor, String typed) {
        byte[] hash = Tokens.hash(typed);
        boolean known = factor.recoveryHashes().stream().anyMatch(one -> MessageDigest.isEqual(one, hash));
        return known ? people.takeRecoveryCode(account, hash) : Future.succeededFuture(false);
    }

    private Optional<String> opened(AccountId account, byte[] sealed) {
        try {
            return Optional.of(vault.unseal(sealed, ref(account)));
        } catch (VaultException unreadable) {
            LOG.warn("the second factor of {} cannot be decrypted: an administrator must reset it", account);
            return Optional.empty();
        }
    }

    private static SealedRef ref(AccountId account) {
        return new SealedRef("", account.value(), 0, "second-factor");
    }

    private static EnrolmentSecret shown(Person person, String secret) {
        String label = URLEncoder.encode(String.valueOf(person.signInName()), StandardCharsets.UTF_8);
        return new EnrolmentSecret(
                secret, "otpauth://totp/Lingdian:" + label + "?secret=" + secret + "&issuer=Lingdian");
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
