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
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import lingdian.domain.AccountId;
import lingdian.platform.secret.Tokens;
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
    private static final AccountId NOBODY = new AccountId(new UUID(0, 0));
    private static final String DUMMY_SECRET = BASE32.encodeToString(new byte[OneTimeCode.SECRET_BYTES]);
    private static final List<byte[]> DUMMY_HASHES =
            Stream.generate(() -> new byte[32]).limit(RECOVERY_CODES).toList(); // no code has 32 zero bytes

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

    /** What a typed code is. Found out by equal work for every person and code, and without using the code up. */
    sealed interface TypedCode {
        /** The person has no second factor. */
        record NotNeeded() implements TypedCode {}

        record OneTime(AccountId account, long step, String secret) implements TypedCode {
            @Override
            public String toString() {
                return "OneTime"; // it holds a secret
            }
        }

        record Recovery(AccountId account, String code) implements TypedCode {
            @Override
            public String toString() {
                return "Recovery"; // the code is a secret
            }
        }

        record Wrong() implements TypedCode {}
    }

    /**
     * Compares a typed code. It is called whether or not the password is right, so that the time of the answer does not
     * tell which of the two was wrong.
     *
     * @param person empty if there is none of the typed name; then nothing is right, after equal work
     */
    TypedCode compare(Optional<Person> person, String typed) {
        AccountId account = person.map(Person::account).orElse(NOBODY);
        Person.Factor factor = person.map(Person::factor).orElseGet(() -> dummy(account));
        String code = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        Optional<String> secret = opened(account, factor.sealed());
        OptionalLong step = secret.map(
                        one -> OneTimeCode.match(BASE32.decode(one), code, clock.instant(), factor.lastStep()))
                .orElse(OptionalLong.empty());
        byte[] hash = Tokens.hash(code);
        boolean recovers = isOneOf(factor.recoveryHashes(), hash);
        if (person.map(Person::factor).isEmpty()) {
            return new TypedCode.NotNeeded();
        }
        if (step.isPresent()) {
            return new TypedCode.OneTime(account, step.getAsLong(), secret.orElseThrow());
        }
        return recovers ? new TypedCode.Recovery(account, code) : new TypedCode.Wrong();
    }

    /**
     * Whether a compared code admits its person; each is accepted once. An accepted code also seals the secret with the
     * key in use, so that older keys can be retired.
     */
    Future<Boolean> use(TypedCode code) {
        return switch (code) {
            case TypedCode.NotNeeded() -> Future.succeededFuture(true);
            case TypedCode.OneTime(AccountId account, long step, String secret) ->
                people.takeCode(account, step, vault.seal(secret, ref(account)));
            case TypedCode.Recovery(AccountId account, String typed) ->
                people.takeRecoveryCode(account, Tokens.hash(typed));
            case TypedCode.Wrong() -> Future.succeededFuture(false);
        };
    }

    /** Stands in for the factor of an account without one; it has as many recovery codes as a real factor. */
    private Person.Factor dummy(AccountId account) {
        return new Person.Factor(vault.seal(DUMMY_SECRET, ref(account)), 0, DUMMY_HASHES);
    }

    /** Compares with all hashes, whichever is equal. */
    private static boolean isOneOf(List<byte[]> hashes, byte[] hash) {
        boolean found = false;
        for (byte[] one : hashes) {
            found |= MessageDigest.isEqual(one, hash);
        }
        return found;
    }

    /** Creates a secret; empty if one is active already. */
    Future<Optional<EnrolmentSecret>> begin(Person person) {
        String secret = BASE32.encodeToString(bytes(OneTimeCode.SECRET_BYTES));
        return people.beginFactor(person.account(), vault.seal(secret, ref(person.account())))
                .map(kept -> kept ? Optional.of(shown(person, secret)) : Optional.empty());
    }

    /** Whether there is a secret that is not active yet. */
    Future<Boolean> isBegun(AccountId account) {
        return people.unconfirmedFactor(account).map(Optional::isPresent);
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
