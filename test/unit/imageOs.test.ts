import assert from 'node:assert/strict';
import { osOfName, osOfPlatforms } from '../../src/deploy/imageOs';

describe('the operating system of an image', () => {
  const platforms: readonly (readonly [platforms: readonly string[], os: string | undefined])[] = [
    [['linux/amd64'], 'Linux'],
    [['linux/amd64', 'linux/arm64'], 'Linux'],
    [['windows/amd64'], 'Windows'],
    [['windows/amd64', 'windows/amd64', 'linux/arm64'], 'Windows'],
    [['linux/amd64', 'windows/amd64'], undefined],
    [['linux/arm64'], undefined],
    [['freebsd/amd64'], undefined],
    [[], undefined],
  ];
  for (const [given, os] of platforms) {
    it(`is ${os ?? 'asked'} for ${given.join(', ') || 'no platforms'}`, () => {
      const parsed = given.map((one) => ({ os: one.split('/')[0] ?? '', architecture: one.split('/')[1] ?? '' }));
      assert.equal(osOfPlatforms(parsed), os);
    });
  }

  const names: readonly (readonly [reference: string, os: string | undefined])[] = [
    ['mcr.microsoft.com/windows/nanoserver:ltsc2022', 'Windows'],
    ['mcr.microsoft.com/windows:1809', 'Windows'],
    ['mcr.microsoft.com/dotnet/framework/aspnet:4.8', 'Windows'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022', 'Windows'],
    ['mcr.microsoft.com/azuredocs/aci-helloworld:latest', 'Linux'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', undefined],
    ['mcr.microsoft.com/windowsish:1', undefined],
    ['docker.io/library/golang:1.22-windowsservercore-ltsc2022', 'Windows'],
    ['docker.io/library/nginx:latest', undefined],
    ['contoso.azurecr.io/windows/label-printer:1', undefined],
    ['not a reference', undefined],
  ];
  for (const [reference, os] of names) it(`is ${os ?? 'asked'} for ${reference}`, () => assert.equal(osOfName(reference), os));
});
