/**
 * Predefined roles of Google Cloud with which a Deployment could give access onwards: their
 * permissions include one that ends in `setIamPolicy`. From Google's reference of IAM roles and
 * permissions (cloud.google.com/iam/docs/roles-permissions), as of August 2026, for the services
 * that a pipeline works with. A service's roles on one line, without `roles/`.
 */
const GIVES_ACCESS = new Set(
  `
  accesscontextmanager.admin accesscontextmanager.policyAdmin
  aiplatform.admin aiplatform.colabEnterpriseAdmin aiplatform.entityTypeOwner
  aiplatform.featurestoreAdmin aiplatform.featurestoreUser aiplatform.notebookRuntimeAdmin
  analyticshub.admin analyticshub.listingAdmin
  artifactregistry.admin artifactregistry.containerRegistryMigrationAdmin
  biglake.admin
  bigquery.admin bigquery.connectionAdmin bigquery.dataOwner bigquery.resourceAdmin
  bigquery.securityAdmin bigquery.studioAdmin bigquerydatapolicy.admin
  bigtable.admin
  billing.admin
  cloudbuild.admin cloudbuild.connectionAdmin
  cloudfunctions.admin
  cloudkms.admin
  cloudtasks.admin cloudtasks.queueAdmin
  composer.environmentAndStorageObjectAdmin composer.worker
  compute.admin compute.instanceAdmin compute.instanceAdmin.v1 compute.loadBalancerAdmin
  compute.networkAdmin compute.securityAdmin compute.storageAdmin compute.xpnAdmin
  connectors.admin connectors.customConnectorAdmin
  datacatalog.admin datacatalog.categoryAdmin datacatalog.entryGroupOwner datacatalog.entryOwner
  datacatalog.glossaryOwner datacatalog.tagTemplateOwner
  dataform.admin dataform.codeOwner dataform.teamFolderOwner
  datafusion.admin
  datamigration.admin
  dataplex.admin dataplex.aspectTypeOwner dataplex.bindingAdmin dataplex.catalogAdmin
  dataplex.dataDomainAdmin dataplex.dataProductsAdmin dataplex.dataScanAdmin dataplex.developer
  dataplex.entryGroupOwner dataplex.entryTypeOwner dataplex.taxonomyAdmin
  dataproc.admin dataproc.worker
  datastream.admin
  deploymentmanager.admin
  eventarc.admin
  firebase.admin firebase.developAdmin
  healthcare.annotationStoreAdmin healthcare.consentStoreAdmin healthcare.datasetAdmin
  healthcare.dicomStoreAdmin healthcare.fhirStoreAdmin healthcare.hl7V2StoreAdmin
  iam.admin iam.dataScientist iam.databasesAdmin iam.devOps iam.infrastructureAdmin
  iam.mlEngineer iam.networkAdmin iam.securityAdmin iam.serviceAccountAdmin
  iam.siteReliabilityEngineer iam.workforcePoolAdmin iam.workloadIdentityPoolAdmin
  iap.admin
  logging.admin
  metastore.admin metastore.metadataOwner
  ml.admin ml.developer ml.jobOwner ml.modelOwner
  notebooks.admin notebooks.legacyAdmin
  privateca.admin
  privilegedaccessmanager.admin
  pubsub.admin
  resourcemanager.folderAdmin resourcemanager.folderIamAdmin resourcemanager.organizationAdmin
  resourcemanager.projectIamAdmin resourcemanager.tagAdmin
  run.admin
  secretmanager.admin
  securitycenter.admin
  servicedirectory.admin
  servicemanagement.admin
  source.admin
  spanner.admin spanner.backupAdmin spanner.databaseAdmin
  storage.admin storage.folderAdmin storage.legacyBucketOwner storage.legacyObjectOwner
  storage.objectAdmin
  workstations.admin workstations.policyAdmin
  `
    .trim()
    .split(/\s+/),
);

/** Roles over a whole project, of both generations. */
const BASIC = ['owner', 'editor', 'admin', 'writer'];

/** What serves instead, where that is plain. */
const INSTEAD: Readonly<Record<string, string>> = {
  'storage.admin': 'storage.objectUser',
  'storage.objectAdmin': 'storage.objectUser',
  'storage.legacyBucketOwner': 'storage.objectUser',
  'storage.legacyObjectOwner': 'storage.objectUser',
  'bigquery.admin': 'bigquery.dataEditor and roles/bigquery.jobUser',
  'bigquery.dataOwner': 'bigquery.dataEditor',
  'pubsub.admin': 'pubsub.editor',
  'spanner.admin': 'spanner.databaseUser',
  'spanner.databaseAdmin': 'spanner.databaseUser',
  'secretmanager.admin': 'secretmanager.secretAccessor',
};

/** Why a role of Google Cloud is never given; `undefined` where it may be. */
export function refusedRole(role: string): string | undefined {
  const name = role.replace(/^roles\//, '');
  if (BASIC.includes(name)) return `${role} is refused: it opens the whole project`;
  if (/serviceAgent$/i.test(name)) return `${role} is refused: it is for Google's own services`;
  if (!GIVES_ACCESS.has(name)) return undefined;
  const instead = INSTEAD[name];
  const advice = instead === undefined ? '' : `; use roles/${instead}`;
  return `${role} is refused: it contains setIamPolicy, so that whoever has it can give access onwards${advice}`;
}

/** Why a managed policy of AWS is never given; `undefined` where it may be. */
export function refusedPolicy(arn: string): string | undefined {
  return /:iam::aws:policy\/(AdministratorAccess|IAMFullAccess)$/.test(arn)
    ? `${arn} is refused: whoever has it can give access onwards`
    : undefined;
}

/** Allowed, but seldom what was meant. */
export function questionableGrant(roleOrPolicy: string): string | undefined {
  if (/^roles\/(viewer|reader)$/.test(roleOrPolicy)) {
    return 'reads almost everything in the project; a role for the data alone is narrower';
  }
  if (
    /^roles\/iam\.(serviceAccountTokenCreator|serviceAccountUser|serviceAccountKeyAdmin|workloadIdentityUser)$/.test(
      roleOrPolicy,
    )
  ) {
    return 'lets Deployments act as every service account of the project; gcpImpersonate names one';
  }
  if (/:iam::aws:policy\/PowerUserAccess$/.test(roleOrPolicy)) {
    return 'allows almost everything in the account; a policy for the data alone is narrower';
  }
  return undefined;
}
