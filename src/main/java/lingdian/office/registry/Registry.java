package lingdian.office.registry;

import lingdian.domain.document.DocumentRules;
import lingdian.vault.registry.RegistryStore;
import lingdian.vault.seal.Vault;

/** The dependencies of the registry's part of the API. */
public record Registry(RegistryStore store, Vault vault, DocumentRules documents, RegistryLog log) {}
