package lingdian.vault.registry;

import java.util.Optional;
import lingdian.domain.RegionCode;
import lingdian.domain.document.Document;
import lingdian.domain.document.NamedToken;
import lingdian.domain.document.PersonToken;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultAead;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the registry that moves from one key's token to another's, or is sealed again under its token.
 *
 * <p>Token, name hash and ciphertexts depend on each other, so none of them moves alone.
 *
 * @param version of the key that made {@code to} and {@code nameHash}
 * @param reason the sealed reason of the entry's state; null while it is registered
 */
public record RegistryMove(
        PersonToken from, PersonToken to, int version, byte[] nameHash, byte[] sealed, byte @Nullable [] reason) {
    /**
     * An entry as stored in the table.
     *
     * @param region that registered it first
     */
    public record Row(PersonToken token, byte[] nameHash, byte[] sealed, byte @Nullable [] reason, RegionCode region) {
        @Override
        public String toString() {
            return "Row";
        }
    }

    /**
     * Moves an entry to the keys in use.
     *
     * @throws VaultException if the entry cannot be opened: its new token is then unknown
     */
    public static RegistryMove toKeysInUse(Vault vault, Row row) throws VaultException {
        Document document = SealedRegistration.document(vault, row.token(), row.sealed());
        NamedToken to =
                vault.names(document.type(), document.number(), document.name()).getFirst();
        return opened(vault, row, document, to);
    }

    /**
     * Moves an entry to the token of a person who is being registered. An entry that cannot be opened moves unchanged:
     * the loss of the document is remembered, and the registration replaces the rest if it may.
     *
     * @return empty if it cannot be opened and has another name, which a registrar of this region may not replace
     */
    static Optional<RegistryMove> onto(Vault vault, Row row, SealedRegistration person, RegionCode registrar) {
        try {
            Document document = SealedRegistration.document(vault, row.token(), row.sealed());
            for (NamedToken to : vault.names(document.type(), document.number(), document.name())) {
                if (to.token().equals(person.token())) {
                    return Optional.of(opened(vault, row, document, to));
                }
            }
        } catch (VaultException closed) {
            // as below
        }
        boolean named = person.others().stream()
                .anyMatch(other -> other.token().equals(row.token()) && other.isNamed(row.nameHash()));
        return named || registrar.covers(row.region())
                ? Optional.of(new RegistryMove(
                        row.token(),
                        person.token(),
                        person.tokenVersion(),
                        named ? person.nameHash() : row.nameHash(),
                        row.sealed(),
                        row.reason()))
                : Optional.empty();
    }

    /** Whether the entry stays under its token. */
    boolean stays() {
        return from.equals(to);
    }

    /**
     * Whether the move replaces anything. It does not if the only part made by older keys is a reason that cannot be
     * opened; such an entry would be moved for ever.
     */
    public boolean isOfUse(Row row) {
        boolean sealedAlready = VaultAead.number(sealed).equals(VaultAead.number(row.sealed()));
        return !(stays() && sealedAlready && reason != null && reason == row.reason());
    }

    private static RegistryMove opened(Vault vault, Row row, Document document, NamedToken to) {
        return new RegistryMove(
                row.token(),
                to.token(),
                to.version(),
                to.nameHash(),
                SealedRegistration.sealDocument(vault, to.token(), document),
                reason(vault, row, to.token()));
    }

    /** A reason whose key is retired stays sealed; its state is kept. */
    private static byte @Nullable [] reason(Vault vault, Row row, PersonToken to) {
        if (row.reason() == null) {
            return null;
        }
        try {
            return SealedRegistration.sealReason(
                    vault, to, SealedRegistration.reason(vault, row.token(), row.reason()));
        } catch (VaultException closed) {
            return row.reason();
        }
    }

    @Override
    public String toString() {
        return "RegistryMove"; // its parts link a person's appearances
    }
}
