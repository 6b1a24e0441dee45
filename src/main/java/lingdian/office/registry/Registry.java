package lingdian.office.registry;

import lingdian.domain.document.DocumentRules;
import lingdian.vault.registry.RegistryStore;
import lingdian.vault.seal.Vault;

/** What the registry's part of the API is made of. */
public record Registry(RegistryStore store, Vault vault, DocumentRules documents, RegistryLog log) {}
