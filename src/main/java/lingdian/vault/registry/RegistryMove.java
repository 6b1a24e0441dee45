package lingdian.vault.registry;

import lingdian.domain.document.Document;
import lingdian.domain.document.NamedToken;
import lingdian.domain.document.PersonToken;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultAead;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the registry on its way from the token of one key to that of another, or to be sealed anew where it is.
 *
 * <p>Token, name hash and ciphertexts hang together, so none of them moves alone.
 *
 * @param version of the key that made {@code to} and {@code nameHash}
 * @param reason of its state, sealed; null while it is registered
 */
public record RegistryMove(
        PersonToken from, PersonToken to, int version, byte[] nameHash, byte[] sealed, byte @Nullable [] reason) {
    /** An entry as it lies in the table. */
    public record Row(PersonToken token, byte[] sealed, byte @Nullable [] reason) {
        @Override
        public String toString() {
            return "Row";
        }
    }

    /**
     * To the keys in use.
     *
     * @throws VaultException where the entry does not open: then nobody can tell what its new token is
     */
    public static RegistryMove toKeysInUse(Vault vault, Row row) throws VaultException {
        Document document = SealedRegistration.document(vault, row.token(), row.sealed());
        NamedToken to =
                vault.names(document.type(), document.number(), document.name()).getFirst();
        return opened(vault, row, document, to);
    }

    /**
     * To where a person is being registered. An entry that does not open moves as it is: that the document was lost is not
     * forgotten, and the registration replaces the rest if it may.
     */
    static RegistryMove onto(Vault vault, Row row, SealedRegistration person) {
        try {
            Document document = SealedRegistration.document(vault, row.token(), row.sealed());
            for (NamedToken to : vault.names(document.type(), document.number(), document.name())) {
                if (to.token().equals(person.token())) {
                    return opened(vault, row, document, to);
                }
            }
        } catch (VaultException closed) {
            // as below
        }
        return new RegistryMove(
                row.token(), person.token(), person.tokenVersion(), person.nameHash(), row.sealed(), row.reason());
    }

    /** Whether it stays under its token. */
    boolean stays() {
        return from.equals(to);
    }

    /** Not where all that older keys made of the entry is a reason that does not open: else it would be moved for ever. */
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

    /** A reason whose key is gone stays closed, but the state that it is of stays. */
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
        return "RegistryMove"; // its parts join a person's appearances
    }
}
