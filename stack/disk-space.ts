import { statfs } from 'node:fs/promises';
import { StackProblem } from './stack-problem.ts';

/** @throws StackProblem when the disk of the folder has not room for so many bytes and a tenth more */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes * 1.1) {
    throw new StackProblem(
      `The disk that holds ${folder} has ${Math.round((bavail * bsize) / 1e6)} MB left: free ${Math.ceil((bytes * 1.1) / 1e6)} MB there and run the command again.`,
    );
  }
}
